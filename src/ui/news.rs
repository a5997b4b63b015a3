//! What workers have to tell the page, also before the page is there to hear it.

use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;

/// Something that was found out about this browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The painter has drawn for the first time.
    Drawn,
    /// There is no painter worker.
    NoPainter {
        /// What the browser said.
        why: String,
    },
    /// Something else can't be done; all that can't, a sentence each.
    Missing(Vec<String>),
}

/// Where news is left, and heard later. A handle to be cloned.
#[derive(Clone, Default)]
pub struct NewsStand(Rc<RefCell<Stand>>);

#[derive(Default)]
struct Stand {
    left: Vec<News>,
    reader: Option<Callback<News>>,
}

impl PartialEq for NewsStand {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl NewsStand {
    /// Leaves news.
    pub fn leave(&self, news: News) {
        let reader = self.0.borrow().reader.clone();
        match reader {
            Some(reader) => reader.emit(news),
            None => self.0.borrow_mut().left.push(news),
        }
    }

    /// Reads all that was left and all that will be.
    pub fn read(&self, reader: Callback<News>) {
        let left = std::mem::take(&mut self.0.borrow_mut().left);
        for news in left {
            reader.emit(news);
        }
        self.0.borrow_mut().reader = Some(reader);
    }
}
