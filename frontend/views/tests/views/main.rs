//! The views, drawn on the host: markup per screen, words, and a gallery to look at.

mod card;
mod clocks;
mod draw;
mod gallery;
mod languages;
mod later;
mod leaflet;
mod markup;
mod onward;
mod other_device;
mod recommendation;
mod screens;
mod sessions;
mod setup;
mod translation;
mod why;
mod words;
