//! Writes what the built page has beside its modules: `loopscope-site FOLDER`. Trunk runs it when the page is built.
//!
//! The environment's `LOOPSCOPE_SITE` may say where the site will be: `https://example.org/loopscope/`.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: loopscope-site FOLDER")?;
    let site = std::env::var("LOOPSCOPE_SITE").ok().filter(|site| !site.is_empty());
    loopscope::site::write(folder.as_ref(), "docs".as_ref(), site.as_deref())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
