//! Makes a company's logo fit for the setting `LOGO`.
//!
//! An SVG as programs for drawing write it holds much that a page must not take over: style sheets, scripts, links,
//! addresses, names of other programs. Only its shapes are written anew; what is not one, and would be missed, is told.
//! Whether the worker takes the result is asked of the worker's own code.
#![warn(missing_docs)]

use std::{collections::BTreeSet, fmt};

use gateway::Logo;
use usvg::{
    Options, Tree, WriteOptions,
    roxmltree::{Document, ParsingOptions},
};

/// Why a file is no logo.
#[derive(Debug)]
pub enum Unfit {
    /// It is neither an SVG nor a PNG.
    NoPicture,
    /// It is an SVG that cannot be read.
    Unreadable(usvg::Error),
    /// It is an SVG with elements that are no shapes, and that somebody sees.
    MoreThanShapes(Vec<String>),
    /// It is larger than the worker takes: its size in bytes, as it would be.
    TooLarge(usize),
    /// The worker does not take it for another reason: something in it is no plain shape, or its size is beyond
    /// what is drawn.
    Refused,
}

impl std::error::Error for Unfit {}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPicture => f.write_str("it is neither an SVG nor a PNG"),
            Self::Unreadable(error) => write!(f, "it is an SVG that cannot be read: {error}"),
            Self::MoreThanShapes(elements) => write!(
                f,
                "it is more than shapes: <{}>. Turn text into paths, and leave pictures and effects out",
                elements.join(">, <")
            ),
            Self::TooLarge(size) => write!(
                f,
                "it would have {size} bytes, and the worker takes {}: draw it with fewer points, or take a smaller PNG",
                Logo::SIZE_MAX
            ),
            Self::Refused => f.write_str(
                "the worker would refuse it: its shapes are painted with patterns, changed by filters or named with \
                 signs of their own, or it is smaller than 1 or larger than 10,000",
            ),
        }
    }
}

/// A picture that the worker takes.
///
/// # Errors
/// Why there is none in this file.
pub fn fit(file: &[u8]) -> Result<Vec<u8>, Unfit> {
    let picture = match std::str::from_utf8(file) {
        Ok(text) => shapes(text.trim_start_matches('\u{feff}'))?.into_bytes(),
        Err(_) => file.to_vec(),
    };
    if picture.len() > Logo::SIZE_MAX {
        return Err(Unfit::TooLarge(picture.len()));
    }
    match Logo::of(picture) {
        Some(logo) => Ok(logo.bytes),
        None if std::str::from_utf8(file).is_ok() => Err(Unfit::Refused),
        None => Err(Unfit::NoPicture),
    }
}

/// The shapes of a drawing, and nothing else of it.
fn shapes(svg: &str) -> Result<String, Unfit> {
    // Programs for drawing declare a document type, with entities for their own namespaces.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(svg, options).map_err(|_| Unfit::NoPicture)?;
    let names = document.descendants().filter(|node| node.is_element());
    let names: BTreeSet<&str> = names.map(|node| node.tag_name().name()).collect();
    if document.root_element().tag_name().name() != "svg" {
        return Err(Unfit::NoPicture);
    }
    let seen = SEEN.into_iter().filter(|name| names.contains(name));
    let seen: Vec<String> = seen.map(str::to_owned).collect();
    if !seen.is_empty() {
        return Err(Unfit::MoreThanShapes(seen));
    }
    let tree = Tree::from_xmltree(&document, &Options::default()).map_err(Unfit::Unreadable)?;
    let options = WriteOptions {
        coordinates_precision: 3,
        transforms_precision: 5,
        indent: usvg::Indent::None,
        attributes_indent: usvg::Indent::None,
        ..WriteOptions::default()
    };
    let (width, height) = (tree.size().width(), tree.size().height());
    let drawn = without_names(&tree.to_string(&options));
    Ok(drawn.replacen("<svg ", &format!("<svg viewBox=\"0 0 {width} {height}\" "), 1))
}

/// The drawing without the names of its layers and shapes: those to which nothing refers.
fn without_names(drawn: &str) -> String {
    const NAME: &str = " id=\"";
    let mut parts = drawn.split(NAME);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('"').unwrap_or((part, ""));
        let is_referred_to = [format!("url(#{name})"), format!("href=\"#{name}\"")]
            .iter()
            .any(|reference| drawn.contains(reference.as_str()));
        if is_referred_to {
            kept.extend([NAME, name, "\""]);
        }
        kept.push_str(rest);
    }
    kept
}

/// What draws without being a shape.
const SEEN: [&str; 3] = ["text", "image", "foreignObject"];

#[cfg(test)]
mod tests;
