//! One binary: in a window it mounts the page, in a worker it serves its role, on a host it is the command line.

fn main() {}
