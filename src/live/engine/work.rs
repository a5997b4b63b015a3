//! The engine's work itself: pure, the same in a worker and on the page.

use super::{Reply, Request, Stop};
use crate::trace::{Report, Trace};

/// Carries out a request. `stop` ends a model run early, with the trace so far.
pub fn answer(request: Request, stop: Stop) -> Reply {
    match request {
        Request::Report(trace) => match postcard::from_bytes::<Trace>(&trace) {
            Ok(trace) => Reply::Report(Report::of(&trace).to_json()),
            Err(error) => Reply::Failed(error.to_string()),
        },
        _ => {
            let _ = stop;
            Reply::Failed("the model has not landed yet".into())
        }
    }
}
