//! Pure geometry: a trace and a viewport become a list of draw commands. Nothing here knows a browser.
//!
//! 1. [`reading`] puts the events of a trace together: threads, loops, tasks, jobs.
//! 2. [`heartbeat`], [`lanes`] and [`line_times`] derive from it what a person is to see; [`view`] holds them together and
//!    chooses the lanes that are worth showing when two runs are compared.
//! 3. [`layout`] says where things go in a row, [`time_scale`] alone turns time into pixels.
//! 4. [`picture`] makes draw commands ([`scene`]) of all that; [`labels`] has the words.
//! 5. [`freeze`] is the picture of the freeze stage: the page's own heartbeat, as it is. [`curve`] is that of a number that was
//!    swept.
//! 6. Whoever draws does it command by command: the painter on a canvas, [`svg`] as text.

pub mod bins;
pub mod camera;
pub mod chart;
pub mod curve;
pub mod freeze;
pub mod heartbeat;
pub mod labels;
pub mod lanes;
pub mod layout;
pub mod line_times;
pub mod locks;
pub mod picture;
pub mod queue;
pub mod reading;
pub mod rows;
pub mod scene;
pub mod svg;
pub mod table;
pub mod time_scale;
pub mod view;
pub mod words;

#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;
