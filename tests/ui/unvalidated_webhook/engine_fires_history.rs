//! Webhooks whose fields are read far from where they are handed in.

use axum::Form;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    message_sid: String,
    message_status: String,
}

async fn status(Form(status): Form<Status>) {
    kept(&status).await;
}

async fn kept(status: &Status) {
    let row = row_of(status);
    println!("{row}");
}

fn row_of(status: &Status) -> String {
    format!("{},{}", status.message_sid, status.message_status) //~ unvalidated_webhook
}

struct Job {
    status: Status,
}

impl Job {
    fn run(&self) -> bool {
        self.status.message_status == "delivered" //~ unvalidated_webhook
    }
}

async fn in_a_job(Form(status): Form<Status>) -> String {
    let job = Job { status };
    job.run().to_string()
}

fn main() {
    drop((status, in_a_job));
}
