//! What all requests of generated code have in common, written once per module.

use super::{Draft, Paging, Value, Wire};
use crate::{Json, Many, Operation};
use std::marker::PhantomData;

/// An operation as a type. Generated code implements it for the markers that `private::operations!` makes.
pub trait Endpoint {
    /// What it takes besides the inputs that are its own: [`Takes`].
    type Inputs: Inputs;
    /// How a request ends: [`Sent`] or [`Listed`].
    type End;
    /// What the document says of the operation.
    const OPERATION: Operation;
    /// Where the items of a list are, and which inputs page it.
    const PAGING: &'static Paging = &Self::OPERATION.paging();
}

/// A request is sent and answered once.
#[derive(Debug)]
pub struct Sent<A>(PhantomData<A>);

/// A request lists items, page by page.
#[derive(Debug)]
pub struct Listed<T>(PhantomData<T>);

/// Inputs of many operations: what those are made of that the document does not know, whether those are among them that
/// page most lists, and whether the account is.
///
/// [`Taken`] says so in the type and not by a trait, since only a type can never come to say something else.
#[derive(Debug)]
pub struct Takes<X = String, P = (), A = ()>(PhantomData<(X, P, A)>);

/// These inputs are among them.
#[derive(Debug)]
pub struct Taken;

/// What all of them have.
pub trait Inputs {
    /// What an input that the document does not know is made of: text, or JSON where the body is an object.
    type Extra: Extra;
}

impl<X: Extra, P, A> Inputs for Takes<X, P, A> {
    type Extra = X;
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

/// A request of generated code. What it gives to setters is one call that converts and writes: rustc checks thousands of them.
/// Only setters that are generic themselves take it, since it would be built anew for each operation.
pub trait Builder: Sized {
    /// The operation.
    type Operation: Endpoint;

    /// The request of a draft.
    fn from_draft(draft: Draft) -> Self;

    /// Its draft.
    fn into_draft(self) -> Draft;

    /// A request without a body.
    fn begin() -> Self {
        Self::from_draft(Draft::new(&Self::Operation::OPERATION))
    }

    /// A request whose body is a form.
    fn begin_form() -> Self {
        Self::from_draft(Draft::with_form(&Self::Operation::OPERATION))
    }

    /// A request whose body is a JSON object.
    fn begin_object(content_type: &'static str) -> Self {
        Self::from_draft(Draft::with_object(&Self::Operation::OPERATION, content_type))
    }

    /// See [`Draft::body`].
    #[must_use]
    fn with_body<T: Value>(self, content_type: &'static str, value: impl Into<T>) -> Self {
        Self::from_draft(self.into_draft().body(content_type, value.into()))
    }

    /// See [`Draft::path`].
    #[must_use]
    fn with_path<T: Wire>(self, name: &'static str, value: impl Into<T>) -> Self {
        Self::from_draft(self.into_draft().path(name, value.into()))
    }

    /// See [`Draft::query`].
    #[must_use]
    fn with_query<T: Wire>(self, name: &'static str, value: impl Into<T>) -> Self {
        Self::from_draft(self.into_draft().query(name, value.into()))
    }

    /// See [`Draft::query_each`].
    #[must_use]
    fn with_query_each<T: Wire>(self, name: &'static str, values: impl Into<Many<T>>) -> Self {
        Self::from_draft(self.into_draft().query_each(name, values.into()))
    }

    /// See [`Draft::query_some`].
    #[must_use]
    fn with_query_some<T: Wire>(self, name: &'static str, values: impl Into<Many<T>>) -> Self {
        Self::from_draft(self.into_draft().query_some(name, values.into()))
    }

    /// See [`Draft::query_flattened`].
    #[must_use]
    fn with_query_flattened(self, prefix: &'static str, value: impl Into<Json>) -> Self {
        Self::from_draft(self.into_draft().query_flattened(prefix, value.into()))
    }

    /// See [`Draft::form`].
    #[must_use]
    fn with_form<T: Wire>(self, name: &'static str, value: impl Into<T>) -> Self {
        Self::from_draft(self.into_draft().form(name, value.into()))
    }

    /// See [`Draft::form_each`].
    #[must_use]
    fn with_form_each<T: Wire>(self, name: &'static str, values: impl Into<Many<T>>) -> Self {
        Self::from_draft(self.into_draft().form_each(name, values.into()))
    }

    /// See [`Draft::form_some`].
    #[must_use]
    fn with_form_some<T: Wire>(self, name: &'static str, values: impl Into<Many<T>>) -> Self {
        Self::from_draft(self.into_draft().form_some(name, values.into()))
    }

    /// See [`Draft::field`].
    #[must_use]
    fn with_field<T: Value>(self, name: &'static str, value: impl Into<T>) -> Self {
        Self::from_draft(self.into_draft().field(name, value.into()))
    }

    /// See [`Draft::header`].
    #[must_use]
    fn with_header<T: Wire>(self, name: &'static str, value: impl Into<T>) -> Self {
        Self::from_draft(self.into_draft().header(name, value.into()))
    }

    /// See [`Draft::clear`].
    #[must_use]
    fn with_cleared(self, name: &'static str) -> Self {
        Self::from_draft(self.into_draft().clear(name))
    }
}

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

            impl<O: $crate::private::Endpoint> $crate::private::Builder for Call<O> {
                type Operation = O;

                fn from_draft(draft: $crate::private::Draft) -> Self {
                    Self(draft, ::core::marker::PhantomData)
                }

                fn into_draft(self) -> $crate::private::Draft {
                    self.0
                }
            }

            impl<O: $crate::private::Endpoint> Call<O> {
                /// What the document says of the operation.
                pub const OPERATION: $crate::Operation = O::OPERATION;

                /// Adds an input that the document does not know: text, or JSON where the body is a JSON object.
                pub fn extra(self, name: &str, value: impl Into<<O::Inputs as $crate::private::Inputs>::Extra>) -> Self {
                    Self($crate::private::Extra::add(value.into(), name, self.0), self.1)
                }
            }

            impl<X, P, O> Call<O>
            where
                O: $crate::private::Endpoint<Inputs = $crate::private::Takes<X, P, $crate::private::Taken>>,
                X: $crate::private::Extra,
            {
                /// Acts for another account than the client's own, such as a subaccount of it.
                pub fn account(self, value: impl Into<$crate::AccountSid>) -> Self {
                    $crate::private::Builder::with_path(self, "AccountSid", value)
                }
            }

            impl<X, A, O> Call<O>
            where
                O: $crate::private::Endpoint<Inputs = $crate::private::Takes<X, $crate::private::Taken, A>>,
                X: $crate::private::Extra,
            {
                /// How many items are in a page: from 1 to what the endpoint function says. A value outside is sent as the nearest.
                pub fn page_size(self, value: i64) -> Self {
                    Self(self.0.page_size(O::PAGING, value), self.1)
                }

                /// The number of the page, from 0, for who counts pages; Twilio goes by the token. Sent as `Page`.
                pub fn page_number(self, value: i64) -> Self {
                    $crate::private::Builder::with_query::<i64>(self, "Page", value)
                }

                /// The token of a page, as Twilio's answers name it.
                pub fn page_token(self, value: impl Into<String>) -> Self {
                    $crate::private::Builder::with_query(self, "PageToken", value)
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
                    self.0.page(client, O::PAGING)
                }

                /// All pages, each fetched when it is asked for.
                pub fn pages(self, client: &$crate::Client) -> $crate::Pages<'_, T> {
                    self.0.pages(client, O::PAGING)
                }

                /// All items, page by page.
                pub fn items(self, client: &$crate::Client) -> $crate::Items<'_, T> {
                    self.0.items(client, O::PAGING)
                }
            }
        }
    };
}
