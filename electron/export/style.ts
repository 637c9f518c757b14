/** `style.css` of an export. The colours are those of the window (renderer/styles/tokens.css). */
export const styleSheet = `:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #1d2327);
  --text: light-dark(#14191c, #e9eef0);
  --muted: light-dark(#566169, #a3afb6);
  --line: light-dark(#dde3e5, #2e363b);
  --accent: light-dark(#0a6373, #62c6d6);
  --in: light-dark(#eaeef0, #2a3238);
  --out: light-dark(#dcf0f3, #173a42);
}
* {
  box-sizing: border-box;
}
body {
  max-width: 800px;
  margin: 0 auto;
  padding: 24px 16px 48px;
  background: var(--ground);
  color: var(--text);
  font: 15px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Color Emoji', sans-serif;
  overflow-wrap: anywhere;
}
h1 {
  margin: 8px 0;
  font-size: 26px;
  line-height: 1.25;
}
h2 {
  margin: 32px 0 12px;
  color: var(--muted);
  font-size: 14px;
  text-align: center;
}
p {
  margin: 4px 0;
}
a {
  color: var(--accent);
}
header {
  padding-bottom: 16px;
  border-bottom: 1px solid var(--line);
}
nav {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 16px;
  margin-top: 16px;
}
nav span {
  color: var(--muted);
}
article {
  width: fit-content;
  max-width: 80%;
  margin: 8px 0;
  padding: 8px 14px;
  border-radius: 14px;
  background: var(--in);
}
.out {
  margin-inline-start: auto;
  background: var(--out);
}
.text {
  white-space: pre-wrap;
}
.meta {
  color: var(--muted);
  font-size: 13px;
}
.photo {
  color: var(--muted);
}
img {
  display: block;
  max-width: 100%;
  max-height: 480px;
  border-radius: 8px;
}
table {
  width: 100%;
  margin-top: 16px;
  border-collapse: collapse;
}
th,
td {
  padding: 8px 12px 8px 0;
  border-bottom: 1px solid var(--line);
  text-align: start;
  vertical-align: top;
}
@media print {
  :root {
    color-scheme: light;
  }
  body {
    max-width: none;
    padding: 0;
    font-size: 11pt;
  }
  nav {
    display: none;
  }
  article {
    border: 1px solid var(--line);
    break-inside: avoid;
  }
  h2 {
    break-after: avoid;
  }
}
`
