//! A crate of several files.

mod api;
#[path = "elsewhere.rs"]
mod hosts;

use api::*;
use std::sync::LazyLock;

static BASE: LazyLock<String> = LazyLock::new(|| format!("{}://{}", hosts::SCHEME, REGION_HOST));

fn main() {
    println!("{}/2010-04-01", *BASE);
    println!("{}", api::v1::list(hosts::SCHEME));
}
