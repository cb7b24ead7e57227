import { renderSVG } from 'uqr'

/** A text as a QR code: an SVG for an image's `src`, made here, so that no secret leaves for a picture. Four modules of margin, as readers expect. */
export function qrPicture(text: string): string {
  const svg = renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 })
  return `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`
}
