//! Writes what the built page has beside its modules: `loopscope-site FOLDER`. Trunk runs it when the page is built.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use loopscope::live::engine::{Job, Pool, Reply, Request, answer};
    use loopscope::model::StopFlag;
    use loopscope::{scenario, site};
    use std::path::Path;

    let folder = std::env::args().nth(1).ok_or("usage: loopscope-site FOLDER")?;
    let write = |path: String, bytes: &[u8]| {
        let path = Path::new(&folder).join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(path, bytes)
    };
    for scenario in scenario::all()? {
        for (name, text) in scenario::files(&scenario.slug) {
            write(site::file_path(&scenario.slug, name), text.as_bytes())?;
        }
        for (variant, source) in scenario.head.variants.iter().zip(&scenario.sources) {
            let path = site::run_path(&scenario.slug, &variant.file);
            let job = Job { machine: variant.machine.clone(), ..Job::of(source) };
            match answer(Request::Run(job), &StopFlag::new(), Pool::None) {
                Reply::Ran(trace) => write(path, &trace)?,
                other => return Err(format!("{path}: {other:?}").into()),
            }
        }
    }
    Ok(())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
