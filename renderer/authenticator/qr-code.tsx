import { encode } from 'uqr';

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** Modules of white around a code (ISO/IEC 18004: four). */
const QUIET = 4;

/** A QR code as one SVG path of React's own elements: the policy of the page allows neither markup in texts nor data addresses. */
export function QrCode({ text, label }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} className="qr-code-light" />
      <path d={dark.join('')} className="qr-code-dark" />
    </svg>
  );
}
