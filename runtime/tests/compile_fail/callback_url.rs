//! Every mistake is reported in one run, each at its own word.

fn main() {
    let _ = ringfence::callback_url!(
        "https://example.com/sms",
        rc = 9,
        rp = [ct, "6xx", 5xx],
        ctt = 2000,
        e = [roaming, ashburm],
        rc = 1,
        sni = maybe,
        oops
    );
    let _ = ringfence::callback_url!("http://example.com/sms");
    let _ = ringfence::callback_url!("https://my_host.example.com/sms");
    let _ = ringfence::callback_url!("https://example.com/sms#rc=7");
    let _ = ringfence::callback_url!("https://example.com/sms#rc=2", ct = 1000);
    let _ = ringfence::callback_url!("http://localhost:8080/sms" rc = 1);
    let url = "https://example.com/sms";
    let _ = ringfence::callback_url!(url);
}
