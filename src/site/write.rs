//! Writes the site's files into the folder that Trunk made.

use super::lessons::Lessons;
use super::shell::{Page, Runs, START, Shell};
use super::{CODE, MAP, docs, lesson_folder, lesson_path, map, poster, run_path, social};
use crate::ui::slot::Opens;
use crate::ui::texts;
use std::error::Error;
use std::path::Path;

/// The picture of pages that have none of their own.
const PICTURE: &str = "social/loopscope.png";

/// Writes everything. `sources` is the folder of the documents, `site` where the site will be, when that is known.
pub fn write(folder: &Path, sources: &Path, site: Option<&str>) -> Result<(), Box<dyn Error>> {
    let shell = Shell::of(&std::fs::read_to_string(folder.join("index.html"))?)?;
    let put = |path: &str, bytes: &[u8]| -> Result<(), Box<dyn Error>> {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        Ok(std::fs::write(path, bytes)?)
    };
    let put_page = |page: Page<'_>| put(&format!("{}index.html", page.folder), shell.page(&page, site).as_bytes());

    let lessons = Lessons::of_the_catalogue()?;
    put(START, shell.start().as_bytes())?;
    for told in &lessons.all {
        let lesson = &told.lesson;
        put(&lesson_path(&lesson.slug), &postcard::to_allocvec(lesson)?)?;
        let mut soon = vec![lesson_path(&lesson.slug)];
        for (variant, run) in lesson.variants.iter().zip(&told.runs) {
            let path = run_path(&lesson.slug, &variant.file);
            put(&path, run)?;
            soon.push(path);
        }
        let title = format!("{} · Loopscope", lesson.title);
        let description = told.description();
        let own_picture = format!("social/{}.png", lesson.slug);
        put(&own_picture, &social::picture(told))?;
        let page = |folder: &str, opens: Opens| -> Result<(), Box<dyn Error>> {
            let body = poster::body(told, folder, opens);
            let (title, description) = if folder.is_empty() {
                (texts::SITE_TITLE, texts::SITE_DESCRIPTION)
            } else {
                (title.as_str(), description.as_str())
            };
            let picture = if folder.is_empty() { PICTURE } else { &own_picture };
            put_page(Page { folder, title, description, picture, runs: Runs::App, soon: &soon, body: &body })
        };
        if lesson.number == 1 {
            page("", Opens::Playing)?;
        }
        page(&lesson_folder(&lesson.slug), Opens::WithQuestion)?;
    }
    put_page(Page {
        folder: MAP,
        title: texts::MAP_TITLE,
        description: texts::MAP_DESCRIPTION,
        picture: PICTURE,
        runs: Runs::Script("map.js"),
        soon: &[],
        body: &map::body(&lessons),
    })?;
    put_page(Page {
        folder: CODE,
        title: texts::CODE_TITLE,
        description: texts::CODE_DESCRIPTION,
        picture: PICTURE,
        runs: Runs::App,
        soon: &[],
        body: &poster::code_body(),
    })?;
    let frame = Page {
        folder: "",
        title: texts::EMBED_TITLE,
        description: texts::SITE_DESCRIPTION,
        picture: PICTURE,
        runs: Runs::Script("embed-frame.js"),
        soon: &[],
        body: "<div id=\"page\"></div>",
    };
    put("embed.html", shell.page(&frame, site).as_bytes())?;
    let documents = docs::all(sources)?;
    for document in &documents {
        let title = format!("{} · Loopscope", document.title);
        put_page(Page {
            folder: &document.folder(),
            title: &title,
            description: &document.description,
            picture: PICTURE,
            runs: Runs::Nothing,
            soon: &[],
            body: &document.body(&documents),
        })?;
    }
    Ok(())
}
