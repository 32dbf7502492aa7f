//! Serves bundled documents until it is stopped: `cargo run --release -p ringfence-mock --example serve api_v2010`.
//! Prints the address, and what is needed to ask for something.

use ringfence_mock::{Mock, MockError};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), MockError> {
    let mut builder = Mock::builder();
    for name in std::env::args().skip(1) {
        let file = std::path::Path::new(&name);
        builder = if file.exists() { builder.document_file(file) } else { builder.document_bundled(&name) };
    }
    let mock = builder.start().await?;
    println!("{} {} {} {}", mock.base_url(), mock.account_sid(), mock.api_key_sid(), mock.api_key_secret());
    std::future::pending().await
}
