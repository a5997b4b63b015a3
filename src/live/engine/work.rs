//! The engine's work itself: pure, the same in a worker and on the page.

use super::{Reply, Request, Stop};

/// Carries out a request. `stop` ends a model run early, with the trace so far.
pub fn answer(request: Request, stop: Stop) -> Reply {
    let _ = (request, stop);
    Reply::Failed("the model has not landed yet".into())
}
