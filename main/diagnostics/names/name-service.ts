/** Who turns names into addresses. */
export interface NameService {
  /** The DNS servers that are asked, as this PC is configured. */
  servers(): readonly string[];
  /** The addresses that the program connects to: of this PC's own table (hosts file) or of the DNS. Throws Node's DNS errors. */
  lookup(host: string, signal: AbortSignal): Promise<readonly string[]>;
  /** What the DNS servers themselves say; null when they do not answer. Empty when they do not know the name. */
  askServers(host: string, signal: AbortSignal): Promise<readonly string[] | null>;
}
