//! What stands on the screen: one of three tables, the newest entries first, and what is known of the entry that is selected.

use super::detail;
use super::lines::{outcome, status, stopped};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph, Row, Table, TableState, Wrap};
use ringfence_mock::{Callback, FaultState, Mock, Recorded};
use std::sync::Arc;

/// Entries that can be looked through.
const MOST: usize = 1000;
/// Rows for what is known of an entry, borders included; at most half of the terminal.
const DETAIL: u16 = 10;
/// Rows of a terminal below which the table alone has room.
const LOW: u16 = 12;

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
        let number = self.selected.selected().and_then(|row| self.number(row));
        self.requests = newest(mock.requests_after(0, MOST));
        self.callbacks = newest(mock.callbacks_after(0, MOST));
        self.faults = mock.faults();
        if let Some(number) = number {
            self.selected.select(self.row(number));
        }
    }

    /// The number of the entry in a row; faults have none, their rows stay.
    fn number(&self, row: usize) -> Option<u64> {
        match self.view {
            View::Requests => self.requests.get(row).map(|entry| entry.number),
            View::Callbacks => self.callbacks.get(row).map(|entry| entry.number),
            View::Faults => None,
        }
    }

    /// Where an entry is, or the oldest where it is kept no more: who looks at one is not moved by those that come.
    fn row(&self, number: u64) -> Option<usize> {
        let oldest = match self.view {
            View::Requests => self.requests.len(),
            View::Callbacks => self.callbacks.len(),
            View::Faults => return None,
        };
        let oldest = oldest.checked_sub(1)?;
        (0..=oldest).find(|row| self.number(*row) == Some(number)).or(Some(oldest))
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
        let height = frame.area().height;
        let detail = if self.view == View::Faults || height < LOW { 0 } else { DETAIL.min(height / 2) };
        let parts = [Constraint::Min(3), Constraint::Length(detail), Constraint::Length(1)];
        let [body, below, foot] = Layout::vertical(parts).areas(frame.area());
        self.draw_detail(frame, below);
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

    /// What is known of the entry that is selected, or else of the newest.
    fn draw_detail(&self, frame: &mut Frame<'_>, area: Rect) {
        let row = self.selected.selected().unwrap_or_default();
        let lines = match self.view {
            View::Requests => self.requests.get(row).map(|entry| detail::request(entry)),
            View::Callbacks => self.callbacks.get(row).map(|entry| detail::callback(entry)),
            View::Faults => None,
        };
        let known = Paragraph::new(lines.unwrap_or_default()).wrap(Wrap { trim: false });
        frame.render_widget(known.block(Block::bordered().title(" checked ")), area);
    }

    fn requests(&self) -> Table<'static> {
        let rows = self.requests.iter().map(|entry| {
            let cells = [
                entry.number.to_string(),
                status(entry),
                entry.method.clone(),
                entry.operation.clone().unwrap_or_default(),
                stopped(entry).unwrap_or_default(),
                format!("{:.1}", entry.took.as_secs_f64() * 1000.0),
                entry.path.clone(),
            ];
            Row::new(cells).style(colour((200..400).contains(&entry.status)))
        });
        let widths = [6, 10, 7, 28, 18, 8].map(Constraint::Length).into_iter().chain([Constraint::Min(10)]);
        Table::new(rows, widths).header(header([
            "#",
            "status",
            "method",
            "operation",
            "failed",
            "ms",
            "path",
        ]))
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
pub(super) mod tests {
    use super::{Screen, View};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ringfence_mock::{Fault, Mock};
    use std::io::{Read, Write};
    use std::net::TcpStream;

    pub(in crate::mock) fn balance(mock: &Mock) -> String {
        format!("/2010-04-01/Accounts/{}/Balance.json", mock.account_sid())
    }

    /// Asks for a path, with the account's token where one is given.
    pub(in crate::mock) fn ask(mock: &Mock, path: &str, token: &str) {
        let user = if token.is_empty() { "" } else { mock.account_sid() };
        let credentials = STANDARD.encode(format!("{user}:{token}"));
        let mut stream = TcpStream::connect(mock.base_url().trim_start_matches("http://")).unwrap();
        let head = format!(
            "GET {path} HTTP/1.0\r\nHost: api.twilio.com\r\nAuthorization: Basic {credentials}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
    }

    fn drawn(screen: &mut Screen) -> String {
        let mut terminal = Terminal::new(TestBackend::new(130, 20)).unwrap();
        terminal.draw(|frame| screen.draw(frame)).unwrap();
        terminal.backend().to_string()
    }

    fn has(screen: &mut Screen, parts: &[&str]) {
        let drawn = drawn(screen);
        for part in parts {
            assert!(drawn.contains(part), "{part} not in\n{drawn}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_tables_show_what_the_mock_saw() {
        let mock = Mock::builder().document_bundled("api_v2010").start().await.unwrap();
        let mut screen = Screen::new(&mock);
        screen.look(&mock);
        has(&mut screen, &["0 requests, 0 callbacks"]);
        ask(&mock, "/2010-04-01/Accounts.json", "");
        mock.fault(Fault::truncated().named("cut"));
        mock.send_form("ftp://nowhere", &[]);
        mock.callbacks_settled().await;
        screen.look(&mock);
        let seen = ["401 20003", "ListAccount", "1 requests, 1 callbacks"];
        has(&mut screen, &[&[mock.base_url().as_str(), mock.account_sid()], &seen[..]].concat());
        screen.leaf();
        has(&mut screen, &["not sent: ", "1 POST ftp://nowhere"]);
        screen.leaf();
        assert_eq!((screen.view, screen.fault()), (View::Faults, None));
        screen.down();
        drawn(&mut screen);
        assert_eq!(screen.fault(), Some(("cut", true)));
        screen.leaf();
        assert_eq!(screen.view, View::Requests);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_checked_follows_the_selection() {
        let mock = Mock::builder().document_bundled("api_v2010").start().await.unwrap();
        let mut screen = Screen::new(&mock);
        ask(&mock, &balance(&mock), "");
        mock.fault(Fault::truncated().named("cut"));
        ask(&mock, &balance(&mock), mock.auth_token());
        screen.look(&mock);
        let refused = ["1 GET /2010-04-01/", "host: passed  credentials: failed  limits: not reached"];
        let served = ["2 GET /2010-04-01/", "inputs: passed  state: passed", "fault cut was met"];
        // The column of both, and below what is known of the newest.
        has(&mut screen, &["failed credentials", "fault cut "]);
        has(&mut screen, &served);
        screen.down();
        drawn(&mut screen);
        screen.down();
        has(&mut screen, &refused);
        let problem = mock.requests()[0].problems[0].clone();
        has(&mut screen, &[&problem]);
        ask(&mock, &balance(&mock), mock.auth_token());
        screen.look(&mock);
        has(&mut screen, &refused);
        screen.up();
        has(&mut screen, &served);
        // A terminal of a few rows has room for the table.
        let mut low = Terminal::new(TestBackend::new(130, 8)).unwrap();
        low.draw(|frame| screen.draw(frame)).unwrap();
        assert!(low.backend().to_string().contains("fault cut"));
    }
}
