//! What stands on the screen: one of three tables, the newest entries first.

use super::lines::{outcome, status};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Row, Table, TableState};
use ringfence_mock::{Callback, FaultState, Mock, Recorded};
use std::sync::Arc;

/// Entries that can be looked through.
const MOST: usize = 1000;

/// The tables, in the order in which they are leafed through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Requests,
    Callbacks,
    Faults,
}

/// What a mock has seen, and what of it is looked at.
pub(super) struct Screen {
    title: String,
    requests: Vec<Arc<Recorded>>,
    callbacks: Vec<Arc<Callback>>,
    faults: Vec<FaultState>,
    pub(super) view: View,
    selected: TableState,
}

impl Screen {
    pub(super) fn new(mock: &Mock) -> Screen {
        Screen {
            title: format!(" {}  {} ", mock.base_url(), mock.account_sid()),
            requests: Vec::new(),
            callbacks: Vec::new(),
            faults: Vec::new(),
            view: View::Requests,
            selected: TableState::default(),
        }
    }

    pub(super) fn look(&mut self, mock: &Mock) {
        self.requests = newest(mock.requests_after(0, MOST));
        self.callbacks = newest(mock.callbacks_after(0, MOST));
        self.faults = mock.faults();
    }

    pub(super) fn leaf(&mut self) {
        self.view = match self.view {
            View::Requests => View::Callbacks,
            View::Callbacks => View::Faults,
            View::Faults => View::Requests,
        };
        self.selected = TableState::default();
    }

    pub(super) fn up(&mut self) {
        self.selected.select_previous();
    }

    pub(super) fn down(&mut self) {
        self.selected.select_next();
    }

    /// The fault that is selected, and whether it is on.
    pub(super) fn fault(&self) -> Option<(&str, bool)> {
        let fault = self.faults.get(self.selected.selected()?)?;
        (self.view == View::Faults).then(|| (fault.name(), fault.is_enabled()))
    }

    pub(super) fn draw(&mut self, frame: &mut Frame<'_>) {
        let [body, foot] = Layout::vertical([Constraint::Min(3), Constraint::Length(1)]).areas(frame.area());
        let (name, table) = match self.view {
            View::Requests => ("requests", self.requests()),
            View::Callbacks => ("callbacks", self.callbacks()),
            View::Faults => ("faults", self.faults()),
        };
        let chosen = Style::new().add_modifier(Modifier::REVERSED);
        let table =
            table.block(Block::bordered().title(self.title.as_str()).title_bottom(format!(" {name} ")));
        frame.render_stateful_widget(table.row_highlight_style(chosen), body, &mut self.selected);
        let keys = match self.view {
            View::Faults => "tab: other table   ↑↓: select   space: switch   q: end",
            _ => "tab: other table   ↑↓: select   q: end",
        };
        let counts = format!("{} requests, {} callbacks", self.requests.len(), self.callbacks.len());
        frame.render_widget(Line::raw(format!(" {keys}   {counts}")), foot);
    }

    fn requests(&self) -> Table<'static> {
        let rows = self.requests.iter().map(|entry| {
            let cells = [
                entry.number.to_string(),
                status(entry),
                entry.method.clone(),
                entry.operation.clone().unwrap_or_default(),
                format!("{:.1}", entry.took.as_secs_f64() * 1000.0),
                entry.path.clone(),
            ];
            Row::new(cells).style(colour((200..400).contains(&entry.status)))
        });
        let widths = [6, 10, 7, 32, 8].map(Constraint::Length).into_iter().chain([Constraint::Min(10)]);
        Table::new(rows, widths).header(header(["#", "status", "method", "operation", "ms", "path"]))
    }

    fn callbacks(&self) -> Table<'static> {
        let rows = self.callbacks.iter().map(|entry| {
            let cells = [
                entry.number.to_string(),
                outcome(entry),
                entry.attempts.len().to_string(),
                entry.event.clone(),
                entry.about.clone(),
                entry.url.clone(),
            ];
            Row::new(cells).style(colour(entry.status().is_some_and(|status| (200..400).contains(&status))))
        });
        let widths = [6, 10, 5, 24, 34].map(Constraint::Length).into_iter().chain([Constraint::Min(10)]);
        Table::new(rows, widths).header(header(["#", "outcome", "tries", "event", "about", "url"]))
    }

    fn faults(&self) -> Table<'static> {
        let rows = self.faults.iter().map(|rule| {
            let on = if rule.is_enabled() { "on" } else { "off" };
            Row::new([rule.name().to_owned(), on.to_owned(), rule.matched.to_string(), rule.met.to_string()])
        });
        let widths =
            [Constraint::Min(20), Constraint::Length(5), Constraint::Length(9), Constraint::Length(9)];
        Table::new(rows, widths).header(header(["fault", "is", "matched", "met"]))
    }
}

fn newest<T>(mut entries: Vec<T>) -> Vec<T> {
    entries.reverse();
    entries
}

fn header<const N: usize>(names: [&'static str; N]) -> Row<'static> {
    Row::new(names).style(Style::new().add_modifier(Modifier::BOLD))
}

fn colour(good: bool) -> Style {
    if good { Style::new() } else { Style::new().fg(Color::Red) }
}

#[cfg(test)]
mod tests {
    use super::{Screen, View};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ringfence_mock::{Fault, Mock};
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn drawn(screen: &mut Screen) -> String {
        let mut terminal = Terminal::new(TestBackend::new(110, 8)).unwrap();
        terminal.draw(|frame| screen.draw(frame)).unwrap();
        terminal.backend().to_string()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_tables_show_what_the_mock_saw() {
        let mock = Mock::builder().document_bundled("api_v2010").start().await.unwrap();
        let mut screen = Screen::new(&mock);
        screen.look(&mock);
        assert!(drawn(&mut screen).contains("0 requests, 0 callbacks"));
        let mut stream = TcpStream::connect(mock.base_url().trim_start_matches("http://")).unwrap();
        stream.write_all(b"GET /2010-04-01/Accounts.json HTTP/1.0\r\nHost: api.twilio.com\r\n\r\n").unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
        mock.fault(Fault::truncated().named("cut"));
        mock.send_form("ftp://nowhere", &[]);
        mock.callbacks_settled().await;
        screen.look(&mock);
        let requests = drawn(&mut screen);
        for part in [
            mock.base_url().as_str(),
            mock.account_sid(),
            "401 20003",
            "ListAccount",
            "1 requests, 1 callbacks",
        ] {
            assert!(requests.contains(part), "{part} not in\n{requests}");
        }
        screen.leaf();
        let callbacks = drawn(&mut screen);
        assert!(callbacks.contains("not sent") && callbacks.contains("ftp://nowhere"), "{callbacks}");
        screen.leaf();
        assert_eq!((screen.view, screen.fault()), (View::Faults, None));
        screen.down();
        drawn(&mut screen);
        assert_eq!(screen.fault(), Some(("cut", true)));
        screen.leaf();
        assert_eq!(screen.view, View::Requests);
    }
}
