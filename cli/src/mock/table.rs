//! What the mock sees, as a live table on the terminal.

use super::screen::Screen;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ringfence_mock::Mock;
use std::io;
use std::time::Duration;

/// Time between two looks.
const BETWEEN: Duration = Duration::from_millis(250);

/// Draws until the user ends it; the terminal is given back whatever happens.
pub(super) fn show(mock: &Mock) -> io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let mut screen = Screen::new(mock);
    let shown = loop {
        screen.look(mock);
        if let Err(problem) = terminal.draw(|frame| screen.draw(frame)) {
            break Err(problem);
        }
        match turn(mock, &mut screen) {
            Ok(true) => {}
            Ok(false) => break Ok(()),
            Err(problem) => break Err(problem),
        }
    };
    ratatui::try_restore()?;
    shown
}

/// Waits for a key or the next look; false ends it.
fn turn(mock: &Mock, screen: &mut Screen) -> io::Result<bool> {
    if !event::poll(BETWEEN)? {
        return Ok(true);
    }
    match event::read()? {
        Event::Key(key) if key.kind != KeyEventKind::Release => Ok(press(mock, screen, key)),
        _ => Ok(true),
    }
}

fn press(mock: &Mock, screen: &mut Screen, key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Char('q') | KeyCode::Esc => return false,
        KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return false,
        KeyCode::Tab => screen.leaf(),
        KeyCode::Up => screen.up(),
        KeyCode::Down => screen.down(),
        KeyCode::Char(' ') => {
            if let Some((name, on)) = screen.fault() {
                mock.switch_fault(name, !on);
                screen.look(mock);
            }
        }
        _ => {}
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Screen, press};
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use ringfence_mock::{Fault, Mock};

    #[tokio::test]
    async fn keys_leaf_switch_and_end() {
        let mock =
            Mock::builder().document_bundled("lookups_v2").fault(Fault::truncated()).start().await.unwrap();
        let mut screen = Screen::new(&mock);
        screen.look(&mock);
        let mut type_in = |codes: &[KeyCode]| {
            codes.iter().all(|code| press(&mock, &mut screen, KeyEvent::new(*code, KeyModifiers::NONE)))
        };
        assert!(type_in(&[
            KeyCode::Char(' '),
            KeyCode::Tab,
            KeyCode::Tab,
            KeyCode::Down,
            KeyCode::Char(' ')
        ]));
        assert!(!mock.faults()[0].is_enabled());
        assert!(type_in(&[KeyCode::Up, KeyCode::Char(' ')]));
        assert!(mock.faults()[0].is_enabled());
        assert!(!type_in(&[KeyCode::Char('q')]) && !type_in(&[KeyCode::Esc]));
        assert!(!press(&mock, &mut screen, KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
    }
}
