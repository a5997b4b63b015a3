//! What every static page has around its body. The names of style sheets and modules are those that Trunk gave them, read
//! from the page that it made.

use super::html::escaped;
use std::fmt::Write;

/// Names of the built files, without any folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shell {
    styles: Vec<String>,
    script: String,
    module: String,
    preloads: Vec<String>,
}

/// A static page.
pub struct Page<'a> {
    /// Its folder: empty, or with a slash at its end.
    pub folder: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What it is about, in a sentence or two.
    pub description: &'a str,
    /// Its picture for links elsewhere, from the site's root.
    pub picture: &'a str,
    /// What runs on it.
    pub runs: Runs<'a>,
    /// Files that it will ask for, from the site's root.
    pub soon: &'a [String],
    /// What is between the tags of its body.
    pub body: &'a str,
}

/// What runs on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs<'a> {
    /// The app.
    App,
    /// A module script of its own.
    Script(&'a str),
    /// Nothing.
    Nothing,
}

/// The app's start, as a file of its own: no page has a script between its tags.
pub const START: &str = "start.js";

/// The choice of a theme, before anything is drawn.
const THEME: &str = "theme.js";

impl Shell {
    /// Reads Trunk's page. An error says what it lacks.
    pub fn of(index: &str) -> Result<Self, String> {
        let names = names(index);
        let with = |end: &str| names.iter().filter(|name| name.ends_with(end)).cloned().collect::<Vec<_>>();
        let one = |end: &str, begin: &str| {
            let found = with(end).into_iter().find(|name| name.starts_with(begin));
            found.ok_or_else(|| format!("the page that Trunk made names no {begin}…{end}"))
        };
        let script = one(".js", "loopscope-page")?;
        let mut preloads = with(".js");
        preloads.retain(|name| name.starts_with("snippets/"));
        Ok(Self { styles: with(".css"), module: one(".wasm", "loopscope-page")?, script, preloads })
    }

    /// The module script that starts the app.
    pub fn start(&self) -> String {
        format!(
            "import init from './{}';\nimport {{ start }} from './memory.js';\n\
             await start(init, {{ module_or_path: new URL('./{}', import.meta.url) }});\n",
            self.script, self.module
        )
    }

    /// A page as a whole. `site` is where the site will be, when that is known: some readers of `og:` want whole addresses.
    pub fn page(&self, page: &Page<'_>, site: Option<&str>) -> String {
        let root = root_from(page.folder);
        let here = |path: &str| match site {
            Some(site) => format!("{}/{path}", site.trim_end_matches('/')),
            None if path.is_empty() => root.clone(),
            None => format!("{root}{path}"),
        };
        let (title, description) = (escaped(page.title), escaped(page.description));
        let mut head = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <meta name=\"description\" content=\"{description}\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <link rel=\"canonical\" href=\"{}\">\n\
             <meta property=\"og:type\" content=\"website\">\n<meta property=\"og:site_name\" content=\"Loopscope\">\n\
             <meta property=\"og:title\" content=\"{title}\">\n\
             <meta property=\"og:description\" content=\"{description}\">\n\
             <meta property=\"og:image\" content=\"{}\">\n\
             <meta property=\"og:image:width\" content=\"1200\">\n<meta property=\"og:image:height\" content=\"630\">\n\
             <meta name=\"twitter:card\" content=\"summary_large_image\">\n<link rel=\"icon\" href=\"data:,\">\n",
            here(page.folder),
            here(page.picture)
        );
        // Not a module: what it decides is decided before anything is drawn.
        let _ = writeln!(head, "<script src=\"{root}{THEME}\"></script>");
        for style in &self.styles {
            let _ = writeln!(head, "<link rel=\"stylesheet\" href=\"{root}{style}\">");
        }
        match page.runs {
            Runs::App => {
                let _ = writeln!(head, "<script type=\"module\" src=\"{root}{START}\"></script>");
                for script in [&self.script].into_iter().chain(&self.preloads) {
                    let _ = writeln!(head, "<link rel=\"modulepreload\" href=\"{root}{script}\" crossorigin>");
                }
                let fetched = [&self.module].into_iter().chain(page.soon);
                for file in fetched {
                    let _ = writeln!(head, "<link rel=\"preload\" href=\"{root}{file}\" as=\"fetch\" crossorigin>");
                }
            }
            Runs::Script(script) => {
                let _ = writeln!(head, "<script type=\"module\" src=\"{root}{script}\"></script>");
            }
            Runs::Nothing => {}
        }
        format!("{head}</head>\n<body>\n{}</body>\n</html>\n", page.body)
    }
}

/// The site's root as seen from a folder.
pub fn root_from(folder: &str) -> String {
    match folder.matches('/').count() {
        0 => "./".to_owned(),
        deep => "../".repeat(deep),
    }
}

/// All files that a page names relative to its folder, each once, in order. Trunk's minifier may leave quotes out.
fn names(index: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in index.match_indices("./") {
        let name: String =
            index[at + 2..].chars().take_while(|c| c.is_ascii_alphanumeric() || "-_./".contains(*c)).collect();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<link href=./a-1.css rel=stylesheet><script type=module>import init from\"./loopscope-page-2.js\";\
        await init({module_or_path:`./loopscope-page-3_bg.wasm`})</script><link href=./snippets/x/inline0.js \
        rel=modulepreload><link href=\"./loopscope-page-2.js\" rel=modulepreload>";

    fn page(folder: &str, site: Option<&str>) -> String {
        let shell = Shell::of(INDEX).unwrap();
        let soon = ["l/x/lesson".to_owned()];
        let page = Page {
            folder,
            title: "A \"title\"",
            description: "d",
            picture: "social/x.png",
            runs: Runs::App,
            soon: &soon,
            body: "<p>b</p>",
        };
        shell.page(&page, site)
    }

    #[test]
    fn names_are_those_that_trunk_gave() {
        let shell = Shell::of(INDEX).unwrap();
        assert_eq!(shell.styles, ["a-1.css"]);
        assert_eq!(shell.preloads, ["snippets/x/inline0.js"]);
        assert!(
            shell.start().contains("'./loopscope-page-2.js'") && shell.start().contains("'./loopscope-page-3_bg.wasm'")
        );
        assert!(Shell::of("<p>").is_err());
    }

    #[test]
    fn a_page_in_a_folder_names_its_files_from_there() {
        let page = page("l/x/", None);
        for address in ["../../a-1.css", "../../start.js", "../../l/x/lesson", "../../social/x.png"] {
            assert!(page.contains(&format!("\"{address}\"")), "{address}: {page}");
        }
        assert!(page.contains("A &quot;title&quot;") && !page.contains("=\"/"));
    }

    #[test]
    fn where_the_site_will_be_is_told_to_those_who_link_to_it() {
        let page = page("l/x/", Some("https://a.b/c/"));
        assert!(page.contains("\"https://a.b/c/social/x.png\"") && page.contains("\"https://a.b/c/l/x/\""));
    }
}
