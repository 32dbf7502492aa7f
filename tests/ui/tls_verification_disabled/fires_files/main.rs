//! The client is made in one file, kept in another, and used in a third.

mod api;
mod client;
mod jobs;

fn main() {
    drop(api::Api::new().map(|api| jobs::accounts(&api)));
    drop(api::Printer::new().map(|printer| printer.status()));
}
