//! How many requests of an account may be under way: found out by asking, since Twilio does not publish it.

/// The width that is known until now. It grows while all of it is used and nothing is refused, and falls at a 429.
#[derive(Clone, Debug)]
pub(super) struct Window {
    width: f64,
    most: f64,
    /// Where a 429 came last.
    ceiling: Option<f64>,
    /// What Twilio allowed then, until more is allowed: beyond it one request at a time asks.
    held: Option<u32>,
    /// Counts the falls: what was sent before the last of them says nothing about the width since.
    epoch: u64,
    /// Falls with no full window of successes between them.
    streak: u32,
    successes: f64,
}

/// How much of a window one success adds while Twilio never refused anything, near the width it refused last, and elsewhere:
/// by half for each window full of answers, by an eighth of a request, by one request.
const FIRST: f64 = 0.5;
const PROBE: f64 = 1.0 / 8.0;

impl Window {
    /// Begins at `first` and never grows beyond `most`.
    pub(super) fn new(first: u32, most: u32) -> Self {
        let most = f64::from(most.max(1));
        Self {
            width: f64::from(first.max(1)).min(most),
            most,
            ceiling: None,
            held: None,
            epoch: 0,
            streak: 0,
            successes: 0.0,
        }
    }

    pub(super) fn width(&self) -> u32 {
        // Whole requests alone are sent; the float holds the fractions that add up.
        self.width as u32
    }

    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Whether a request that is let in as number `under_way` asks for more than Twilio allowed last.
    pub(super) fn is_beyond(&self, under_way: u32) -> bool {
        self.held.is_some_and(|held| under_way > held)
    }

    /// How many may be under way while such a request is: if it is refused, it alone is.
    pub(super) fn held(&self) -> u32 {
        self.held.map_or(self.width(), |held| held.min(self.width()))
    }

    /// An answer that is no 429, while `under_way` requests were, to a request that was let in as number `entered`.
    pub(super) fn answered(&mut self, under_way: u32, entered: u32) {
        if self.is_beyond(entered) {
            // More is allowed than was: find out how much.
            self.held = None;
            self.ceiling = Some(f64::from(entered) - 2.0);
        }
        self.successes += 1.0;
        if self.successes >= self.width {
            self.streak = 0;
        }
        // A window that is not used says nothing about a wider one; bulk work alone uses three quarters.
        if under_way < self.width() * 7 / 10 {
            return;
        }
        let step = match self.ceiling {
            None => FIRST,
            Some(ceiling) if (self.width - ceiling).abs() <= 1.0 => PROBE / self.width,
            Some(_) => 1.0 / self.width,
        };
        self.width = (self.width + step).min(self.most);
    }

    /// A 429 for what was sent in `epoch`, while `under_way` requests of ours were and Twilio counted `counted` of the account.
    pub(super) fn refused(&mut self, epoch: u64, under_way: u32, counted: Option<u32>) {
        // The smallest count that is refused is one more than is allowed, whoever else sends.
        let told = counted.map(|counted| f64::from(counted.min(under_way).saturating_sub(1)).max(1.0));
        if epoch != self.epoch {
            if let Some(told) = told.filter(|told| *told < self.width && self.streak <= 1) {
                (self.width, self.held) = (told, Some(told as u32));
            }
            return;
        }
        self.streak += 1;
        let share = match (told, self.streak) {
            (Some(_), 1) => 1.0,
            (Some(_), 2) => 0.75,
            _ => 0.5,
        };
        let fallen = (self.width * share).min(told.unwrap_or(self.width)).min(self.width - 1.0);
        self.ceiling = Some(told.map_or(self.width, |told| told + 1.0));
        self.held = told.map(|told| told as u32);
        (self.width, self.epoch, self.successes) = (fallen.max(1.0), self.epoch + 1, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An account that allows so many at once and counts what it refuses.
    fn run(window: &mut Window, allowed: u32, rounds: u32) -> (u32, u32) {
        let (mut done, mut refused) = (0, 0);
        for _ in 0..rounds {
            let (sent, epoch) = (window.width(), window.epoch());
            for place in 1..=sent {
                if place <= allowed {
                    // There is always more to send.
                    window.answered(window.width(), place);
                    done += 1;
                } else {
                    window.refused(epoch, sent, Some(place));
                    refused += 1;
                }
            }
        }
        (done, refused)
    }

    #[test]
    fn it_settles_at_what_is_allowed_and_asks_for_more_now_and_then() {
        let mut window = Window::new(20, 100);
        run(&mut window, 50, 10);
        assert!((45..=51).contains(&window.width()), "{window:?}");
        let (done, refused) = run(&mut window, 50, 100);
        assert!(done >= 4500 && (1..=100).contains(&refused), "{done} done, {refused} refused");
    }

    #[test]
    fn it_widens_again_when_more_is_allowed() {
        let mut window = Window::new(20, 100);
        run(&mut window, 10, 10);
        assert!(window.width() <= 11, "{window:?}");
        run(&mut window, 80, 150);
        assert!(window.width() >= 60, "{window:?}");
    }

    #[test]
    fn it_falls_by_half_each_time_where_nothing_is_counted() {
        let mut window = Window::new(64, 100);
        let mut widths = Vec::new();
        for _ in 0..4 {
            window.refused(window.epoch(), 64, None);
            // What was under way at the same time says the same thing once more.
            window.refused(window.epoch() - 1, 64, None);
            widths.push(window.width());
        }
        assert_eq!(widths, [32, 16, 8, 4]);
    }

    #[test]
    fn others_on_the_account_make_it_fall_fast() {
        let mut window = Window::new(40, 100);
        for _ in 0..5 {
            let width = window.width();
            // Thirty others are always under way, and fifty are allowed.
            window.refused(window.epoch(), width, Some(51));
        }
        assert!(window.width() <= 8, "{window:?}");
    }

    #[test]
    fn bulk_work_alone_widens_it_and_does_not_ask_again_and_again() {
        let mut window = Window::new(20, 100);
        (0..200).for_each(|_| window.answered(window.width() * 3 / 4, 1));
        assert_eq!(window.width(), 100);
        window.refused(window.epoch(), 51, Some(51));
        (0..500).for_each(|_| window.answered(38, 38));
        assert!((50..=51).contains(&window.width()), "{window:?}");
    }

    #[test]
    fn an_unused_window_does_not_grow() {
        let mut window = Window::new(20, 100);
        (0..1000).for_each(|_| window.answered(3, 3));
        assert_eq!(window.width(), 20);
    }

    proptest! {
        #[test]
        fn it_stays_within_its_bounds(
            first in 0..200_u32,
            most in 0..200_u32,
            steps in proptest::collection::vec((any::<bool>(), 0..300_u32, proptest::option::of(0..300_u32), 0..3_u64), 0..200),
        ) {
            let mut window = Window::new(first, most);
            for (is_answer, under_way, counted, ago) in steps {
                let before = window.width();
                if is_answer {
                    window.answered(under_way, under_way);
                    prop_assert!(window.width() >= before);
                } else {
                    window.refused(window.epoch().saturating_sub(ago), under_way, counted);
                    prop_assert!(window.width() <= before);
                }
                prop_assert!((1..=most.max(1)).contains(&window.width()));
                prop_assert!((1..=window.width()).contains(&window.held()));
            }
        }
    }
}
