// Shows pages in windows beside each other; says how large that is, and which page is wider than its window.
const [frames, done] = arguments;
const GAP = 16;
document.body.style.cssText =
  `margin:0;padding:${GAP}px;gap:${GAP}px;display:flex;align-items:flex-start;width:max-content;background:#8b918e`;
const wide = [];
const show = ({ html, width, height, scale }) => new Promise(shown => {
  const frame = document.createElement('iframe');
  const box = document.createElement('div');
  frame.style.cssText =
    `display:block;border:0;width:${width}px;height:${height}px;transform:scale(${scale});transform-origin:0 0`;
  frame.onload = async () => {
    const page = frame.contentDocument;
    await page.fonts.ready;
    await Promise.all([...page.images].map(image => image.decode()));
    const { scrollWidth, scrollHeight } = page.documentElement;
    if (scrollWidth > width) wide.push(`${scrollWidth} in ${width}`);
    const grown = Math.ceil(Math.max(height, scrollHeight) * scale) / scale;
    frame.style.height = `${grown}px`;
    box.style.cssText = `width:${width * scale}px;height:${grown * scale}px`;
    shown();
  };
  frame.srcdoc = html;
  box.append(frame);
  document.body.append(box);
});
Promise.all(frames.map(show)).then(() => requestAnimationFrame(() => requestAnimationFrame(() => {
  const { width, height } = document.body.getBoundingClientRect();
  done({ width: Math.ceil(width), height: Math.ceil(height), wide });
})));
