//! What `callback_url!` takes.

use ringfence::{CallbackUrl, callback_url};

fn main() {
    let urls: [CallbackUrl; 4] = [
        callback_url!("https://example.com/sms"),
        callback_url!("https://example.com/sms?a=b", rc = 2, rp = [ct, rt, "5xx"], ct = 2_000, rt = 5000),
        callback_url!("https://example.com/sms", tt = 15000, sni = n, e = [ashburn, sao-paulo, "london-ix"]),
        callback_url!("http://localhost:8080/sms", rp = 4xx),
    ];
    assert_eq!(urls[1].as_str(), "https://example.com/sms?a=b#rc=2&rp=ct,rt,5xx&ct=2000&rt=5000");
}
