//! One expansion at a time.

use std::sync::{Mutex, PoisonError};

static TURN: Mutex<()> = Mutex::new(());

/// Runs one expansion while no other runs. The lint engine makes `proc_macro2` parse for itself for a while, which holds for the whole process,
/// and an editor may expand on several threads: tokens of the two kinds must not meet.
pub(crate) fn take_turn<T>(expand: impl FnOnce() -> T) -> T {
    // An expansion that panicked left nothing behind that the next one could trip over.
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    expand()
}

#[cfg(test)]
mod tests {
    use super::take_turn;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn expansions_never_meet_and_survive_a_panic() {
        static INSIDE: AtomicUsize = AtomicUsize::new(0);
        let expand = || {
            let before = INSIDE.fetch_add(1, Ordering::SeqCst);
            (0..1000).for_each(|_| std::thread::yield_now());
            INSIDE.fetch_sub(1, Ordering::SeqCst);
            before
        };
        let panicked = std::thread::spawn(|| take_turn(|| panic!("an expansion"))).join();
        assert!(panicked.is_err());
        let threads: Vec<_> = (0..8).map(|_| std::thread::spawn(move || take_turn(expand))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), 0, "another expansion was under way");
        }
    }
}
