//! QR codes that the edge draws, as a camera reads them.

use rqrr::PreparedImage;

/// The text in a picture.
///
/// # Panics
/// When it is no picture of the edge, or no camera could read it.
#[must_use]
pub fn read(picture: &str) -> String {
    let attribute = |name: &str| {
        let from = picture.rfind(name).expect("drawn") + name.len();
        picture[from..].split('"').next().expect("a value").to_owned()
    };
    let view = attribute("viewBox=\"");
    let side: usize = view.rsplit(' ').next().and_then(|side| side.parse().ok()).expect("a side");
    let mut dark = vec![vec![false; side]; side];
    for run in attribute(" d=\"").split('M').filter(|run| !run.is_empty()) {
        let (x, rest) = run.split_once(' ').expect("a start");
        let (y, rest) = rest.split_once('h').expect("a run");
        let (length, _) = rest.split_once('v').expect("its height");
        let [x, y, length]: [usize; 3] = [x, y, length].map(|it| it.parse().expect("a number"));
        dark[y + 4][x + 4..x + 4 + length].fill(true);
    }
    // A camera sees a module as several pixels.
    let scale = 6;
    let mut seen = PreparedImage::prepare_from_greyscale(side * scale, side * scale, |x, y| {
        if dark[y / scale][x / scale] { 0 } else { 255 }
    });
    let grids = seen.detect_grids();
    grids.first().expect("a QR code").decode().expect("readable").1
}
