// plotly.js itself draws a PNG from an image with a blob: address, which the content policy does not allow. A data: address is allowed.
export async function savePng(id, name) {
  const plot = document.getElementById(id);
  // The page can have removed the chart before this call arrived.
  if (!plot) return;
  const scale = 2;
  const { width, height } = plot.getBoundingClientRect();
  const image = new Image();
  image.src = await window.Plotly.toImage(plot, { format: "svg", width, height });
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  const drawing = canvas.getContext("2d");
  // The drawing is transparent, and its texts have the colors of the theme.
  drawing.fillStyle = getComputedStyle(plot).getPropertyValue("--surface").trim() || "white";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = document.createElement("a");
  link.download = `${name}.png`;
  link.href = URL.createObjectURL(await new Promise(done => canvas.toBlob(done, "image/png")));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
