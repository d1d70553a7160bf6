//! The views, drawn on the host: markup per screen, and words.

mod acts;
mod calm;
mod card;
mod clocks;
mod draw;
mod languages;
mod later;
mod leaflet;
mod markup;
mod onward;
mod other_device;
mod recommendation;
mod sessions;
mod setup;
mod translation;
mod why;
mod words;
