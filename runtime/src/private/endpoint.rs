//! What all requests of generated code have in common, written once per module.

use super::{Draft, Paging};
use crate::{Json, Operation};
use std::marker::PhantomData;

/// An operation as a type. Generated code implements it for the markers that `private::operations!` makes.
pub trait Endpoint {
    /// What an input that the document does not know is made of: text, or JSON where the body is an object.
    type Extra: Extra;
    /// How a request ends: [`Sent`] or [`Listed`].
    type End;
    /// What the document says of the operation.
    const OPERATION: Operation;
    /// Where the items of a list are, and which inputs page it.
    const PAGING: Paging = Paging::new("");
}

/// An input that the document does not know.
pub trait Extra {
    /// Adds it to a request.
    fn add(self, name: &str, draft: Draft) -> Draft;
}

impl Extra for String {
    fn add(self, name: &str, draft: Draft) -> Draft {
        draft.extra(name, &self)
    }
}

impl Extra for Json {
    fn add(self, name: &str, draft: Draft) -> Draft {
        draft.extra_field(name, self)
    }
}

/// A request is sent and answered once.
#[derive(Debug)]
pub struct Sent<A>(PhantomData<A>);

/// A request lists items, page by page.
#[derive(Debug)]
pub struct Listed<T>(PhantomData<T>);

/// The module `operations`, which every module of generated code has: a marker for each operation, and `Call`, which is
/// a request of any of them. One generic type is what lets a thousand builders share the methods that end a request.
#[doc(hidden)]
#[macro_export]
macro_rules! __operations {
    ($($name:ident)*) => {
        /// The operations of this document as types, and the one that is a request of any of them.
        pub mod operations {
            $(
                #[doc = concat!("Tells requests of `", stringify!($name), "` from others.")]
                pub enum $name {}
            )*

            /// A request with its optional inputs, before it is sent; the endpoint functions make it.
            #[must_use = "nothing is sent until `send` is called and awaited"]
            pub struct Call<O>(
                pub(super) $crate::private::Draft,
                pub(super) ::core::marker::PhantomData<fn() -> O>,
            );

            impl<O> ::core::clone::Clone for Call<O> {
                fn clone(&self) -> Self {
                    Self(self.0.clone(), self.1)
                }
            }

            /// Names the inputs and hides their values.
            impl<O> ::core::fmt::Debug for Call<O> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::fmt::Debug::fmt(&self.0, f)
                }
            }

            impl<O> Call<O> {
                /// Switches retries off, for a reason that a reader can judge.
                pub fn without_retry(self, reason: $crate::NoRetry) -> Self {
                    Self(self.0.without_retry(reason), self.1)
                }

                /// The request as it stands.
                pub fn request(&self) -> &$crate::Request {
                    self.0.request()
                }
            }

            impl<O> ::core::convert::From<Call<O>> for $crate::Request {
                fn from(call: Call<O>) -> Self {
                    call.0.into_request()
                }
            }

            impl<O: $crate::private::Endpoint> Call<O> {
                /// What the document says of the operation.
                pub const OPERATION: $crate::Operation = O::OPERATION;

                /// Adds an input that the document does not know: text, or JSON where the body is a JSON object.
                pub fn extra(self, name: &str, value: impl Into<O::Extra>) -> Self {
                    Self($crate::private::Extra::add(value.into(), name, self.0), self.1)
                }
            }

            impl<A: $crate::private::Answer, O: $crate::private::Endpoint<End = $crate::private::Sent<A>>> Call<O> {
                /// Sends the request.
                pub fn send(self, client: &$crate::Client) -> $crate::ResponseFuture<'_, A> {
                    self.0.send(client)
                }
            }

            impl<T: $crate::private::Value, O: $crate::private::Endpoint<End = $crate::private::Listed<T>>> Call<O> {
                /// Fetches the first page.
                pub fn page(self, client: &$crate::Client) -> $crate::PageFuture<'_, T> {
                    self.0.page(client, &O::PAGING)
                }

                /// All pages, each fetched when it is asked for.
                pub fn pages(self, client: &$crate::Client) -> $crate::Pages<'_, T> {
                    self.0.pages(client, &O::PAGING)
                }

                /// All items, page by page.
                pub fn items(self, client: &$crate::Client) -> $crate::Items<'_, T> {
                    self.0.items(client, &O::PAGING)
                }
            }
        }
    };
}
