/** The one style sheet of the practice pages; a text in the source, so that a bundled exchange carries it along. */
export const style = `
:root { color-scheme: light dark; --surface: #fff; --text: #1b1f24; --muted: #57606a; --border: #c9d1d9; --band: #ffe9a8;
  --band-text: #4a3200; --accent: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --surface: #14181d; --text: #e6e9ed; --muted: #a3adb8; --border: #3b444e; --band: #4a3a0c; --band-text: #ffe9a8;
    --accent: #8fc3ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text);
  font: 14px/1.5 "Segoe UI", "Microsoft JhengHei", "Noto Sans", "Noto Sans CJK TC", "Noto Sans TC", sans-serif; }
.band { background: var(--band); color: var(--band-text); padding: 8px 24px; display: flex; flex-wrap: wrap; gap: 4px 24px; }
.band strong { letter-spacing: 0.06em; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 8px 24px; border-bottom: 1px solid var(--border); }
main { padding: 8px 24px 32px; max-width: 1200px; }
a { color: var(--accent); }
a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
h1 { font-size: 20px; margin: 16px 0 8px; }
h2 { font-size: 16px; margin: 24px 0 8px; }
.zh { color: var(--muted); margin-inline-start: 0.5em; }
p > .zh, label > .zh { display: block; margin: 0; }
.scroll { overflow-x: auto; }
td code { white-space: nowrap; }
input[type=checkbox] { min-height: 0; width: 20px; height: 20px; margin: 6px 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--border); }
code, time, .code { font-family: Consolas, "DejaVu Sans Mono", monospace; font-variant-numeric: tabular-nums; }
article { border: 1px solid var(--border); border-radius: 4px; padding: 8px 12px; margin: 0 0 12px; }
article h2 { margin: 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 8px 0 0; font: inherit; }
form { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; margin: 8px 0; }
label { display: grid; gap: 2px; }
input, select, button { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--border);
  border-radius: 4px; padding: 4px 8px; min-height: 32px; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
