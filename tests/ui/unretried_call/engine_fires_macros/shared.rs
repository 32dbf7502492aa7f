//! The macros; what a doc comment says is none:
//!
//! ```text
//! macro_rules! api { () => { "https://api.example.com" } }
//! ```

macro_rules! api {
    () => {
        "https://api.twilio.com"
    };
}

macro_rules! get {
    ($client:expr, $path:expr) => {
        $client.get(format!("{}/{}", api!(), $path)).send()
    };
}
