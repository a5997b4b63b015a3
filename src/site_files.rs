//! Writes what the built page has beside its modules: `loopscope-site FOLDER`. Trunk runs it when the page is built.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use loopscope::live::engine::{Job, Pool, Reply, Request, answer};
    use loopscope::model::StopFlag;
    use loopscope::{scenario, site};
    use std::path::Path;

    let folder = std::env::args().nth(1).ok_or("usage: loopscope-site FOLDER")?;
    for scenario in scenario::all()? {
        for (variant, source) in scenario.head.variants.iter().zip(&scenario.sources) {
            let path = Path::new(&folder).join(site::run_path(scenario.slug, &variant.file));
            match answer(Request::Run(Job::of(source)), &StopFlag::new(), Pool::None) {
                Reply::Ran(trace) => {
                    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
                    std::fs::write(&path, trace)?;
                }
                other => return Err(format!("{}: {other:?}", path.display()).into()),
            }
        }
    }
    let folder = Path::new(&folder);
    let front = std::fs::read_to_string(folder.join("index.html"))?;
    std::fs::create_dir_all(folder.join("code"))?;
    std::fs::write(folder.join("code/index.html"), site::code_page(&front).ok_or("index.html has no root")?)?;
    Ok(())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
