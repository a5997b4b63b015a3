//! What a reader has chosen for this device, whatever page is open.

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As it is kept, and as `data-theme` has it; nothing where the system decides.
    pub fn kept(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// Of what was kept.
    pub fn of(kept: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|theme| theme.kept() == kept).unwrap_or_default()
    }
}

/// Whether each turn of a loop is a click.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sound {
    /// Silence.
    #[default]
    Off,
    /// It is; so a loop that is held is silent.
    On,
}

/// How far the buttons for steps go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// To the next decision of a scheduler.
    #[default]
    Decision,
    /// To the next turn of an event loop.
    Turn,
    /// To the next line of output.
    Output,
}

impl Step {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Decision, Self::Turn, Self::Output];
}

/// All of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Light or dark.
    pub theme: Theme,
    /// Clicks.
    pub sound: Sound,
    /// Steps; not kept, because the next program may have no turns.
    pub step: Step,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_found_again() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of(theme.kept()), theme);
        }
        assert_eq!(Theme::of(Some("sepia")), Theme::System);
    }
}
