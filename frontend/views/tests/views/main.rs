//! The views, drawn on the host: markup per screen, and words.

mod card;
mod clocks;
mod draw;
mod later;
mod markup;
mod onward;
mod other_device;
mod recommendation;
mod sessions;
mod setup;
mod translation;
mod words;
