use super::retry;
use proc_macro2::TokenStream;
use quote::quote;

fn expand(arguments: TokenStream, item: TokenStream) -> String {
    retry(arguments, item).to_string()
}

#[test]
fn above_enforce_it_steps_below() {
    let item = quote!(
        #[doc = "d"]
        #[ringfence::enforce]
        #[inline]
        fn a() -> Output {}
    );
    let expected = quote!(
        #[doc = "d"]
        #[ringfence::enforce]
        #[::ringfence::retry(attempts = 3)]
        #[inline]
        fn a() -> Output {}
    );
    assert_eq!(expand(quote!(attempts = 3), item), expected.to_string());
}

#[test]
fn what_is_not_set_is_left_to_the_runtime() {
    let item = quote!(
        fn a() -> Output {
            b()
        }
    );
    let text = expand(quote!(), item.clone());
    assert!(
        text.contains(":: ringfence :: RetryPolicy :: new () , :: core :: option :: Option :: None , false"),
        "{text}"
    );
    let text = expand(quote!(cap = "3s", deadline = "2m", on = ["connect"]), item);
    assert!(
        text.contains("new () . longest_wait (:: core :: time :: Duration :: from_millis (3000u64))"),
        "{text}"
    );
    assert!(text.contains("from_millis (120000u64)) , true"), "{text}");
}

#[test]
fn a_function_that_does_not_parse_comes_back_as_it_was() {
    let item = quote!(fn a(b c) -> Output { d });
    assert_eq!(expand(quote!(), item.clone()), item.to_string());
    let text = expand(quote!(nonsense), item);
    assert!(text.starts_with("fn a (b c) -> Output { :: core :: compile_error"), "{text}");
}

#[test]
fn a_body_is_kept_token_by_token_and_its_inner_attributes_stay_first() {
    let item = quote!(
        async fn a(&self) -> Output {
            #![allow(unused)]
            half-written ??? { self }
        }
    );
    let text = expand(quote!(), item);
    assert!(text.starts_with("async fn a (& self) -> Output { # ! [allow (unused)]"), "{text}");
    assert!(text.contains("{ half - written ? ? ? { self } }"), "{text}");
}
