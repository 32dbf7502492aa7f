//! Items.

use super::Lowering;
use super::attribute::text_of;
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{Function, Impl, Import, Item, ItemKind, Param, Type};
use std::sync::Arc;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, GenericArgument, PathArguments, ReturnType, UseTree};

impl Lowering<'_> {
    pub(super) fn items(&mut self, items: Vec<syn::Item>) -> Vec<Item> {
        items.into_iter().flat_map(|item| self.item_or_several(item)).gather()
    }

    /// An item; where it is a call of a macro whose items are known, these.
    pub(super) fn item_or_several(&mut self, item: syn::Item) -> Vec<Item> {
        if let syn::Item::Macro(node) = &item
            && let Some(found) = self.macro_items(node)
        {
            return found;
        }
        self.item(item).into_iter().gather()
    }

    fn item(&mut self, item: syn::Item) -> Option<Item> {
        match item {
            syn::Item::Const(item) => {
                let place = self.between(item.const_token.span, item.semi_token.span);
                self.constant(&item.attrs, place, item.ident.to_string(), &item.ty, *item.expr)
            }
            syn::Item::Static(item) => {
                let place = self.between(item.static_token.span, item.semi_token.span);
                self.constant(&item.attrs, place, item.ident.to_string(), &item.ty, *item.expr)
            }
            syn::Item::Fn(item) => {
                let place = self.between(item.sig.fn_token.span, item.block.brace_token.span.close());
                let function = self.function(&item.attrs, place, item.sig, Some(*item.block))?;
                Some(Item {
                    name: function.name.clone(),
                    place: function.place,
                    kind: ItemKind::Function(function),
                })
            }
            syn::Item::Mod(item) => self.module(item),
            syn::Item::Use(item) => self.import(item),
            syn::Item::ExternCrate(item) => self.extern_crate(item),
            syn::Item::Struct(item) => self.structure(item),
            syn::Item::Enum(item) => {
                let place = self.between(item.enum_token.span, item.brace_token.span.close());
                self.declare(&item.attrs, place, item.ident.to_string(), ItemKind::Enum)
            }
            syn::Item::Type(item) => {
                let place = self.between(item.type_token.span, item.semi_token.span);
                let alias = ItemKind::Alias(lower_type(&item.ty));
                self.declare(&item.attrs, place, item.ident.to_string(), alias)
            }
            syn::Item::Impl(item) => self.implementation(item),
            syn::Item::Trait(item) => self.trait_item(item),
            syn::Item::Macro(item) => {
                let place = self.macro_place(&item.mac);
                if !self.attributes_hold(&item.attrs, Some(place)) {
                    return None;
                }
                let call = self.macro_call(item.mac);
                Some(Item { name: String::new(), place, kind: ItemKind::Macro(Arc::new(call)) })
            }
            _ => None,
        }
    }

    fn import(&mut self, item: syn::ItemUse) -> Option<Item> {
        let place = self.between(item.use_token.span, item.semi_token.span);
        let root = if item.leading_colon.is_some() { vec![String::new()] } else { Vec::new() };
        let mut imports = Vec::new();
        collect_imports(item.tree, root, &mut imports);
        self.declare(&item.attrs, place, String::new(), ItemKind::Use(imports))
    }

    fn extern_crate(&mut self, item: syn::ItemExternCrate) -> Option<Item> {
        let place = self.between(item.extern_token.span, item.semi_token.span);
        let name = item.rename.map_or_else(|| item.ident.to_string(), |(_, name)| name.to_string());
        let import = Import { path: vec![String::new(), item.ident.to_string()], name: Some(name) };
        self.declare(&item.attrs, place, String::new(), ItemKind::Use(vec![import]))
    }

    fn structure(&mut self, item: syn::ItemStruct) -> Option<Item> {
        let place = self.place(item.struct_token.span).to(self.place(item.ident.span()));
        let fields = item.fields.iter().enumerate().map(|(index, field)| {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
            (name, bound_of(lower_type(&field.ty), &item.generics))
        });
        let fields = fields.gather();
        let kind = ItemKind::Struct { fields, hints: self.struct_hints(&item) };
        self.declare(&item.attrs, place, item.ident.to_string(), kind)
    }

    fn declare(
        &mut self,
        attributes: &[Attribute],
        place: Place,
        name: String,
        kind: ItemKind,
    ) -> Option<Item> {
        self.note_start(attributes, place);
        self.attributes_hold(attributes, Some(place)).then_some(Item { name, place, kind })
    }

    pub(super) fn constant(
        &mut self,
        attributes: &[Attribute],
        place: Place,
        name: String,
        ty: &syn::Type,
        value: syn::Expr,
    ) -> Option<Item> {
        self.note_start(attributes, place);
        if !self.attributes_hold(attributes, Some(place)) {
            return None;
        }
        let kind = ItemKind::Const { ty: lower_type(ty), value: Arc::new(self.expr(value)) };
        Some(Item { name, place, kind })
    }

    fn module(&mut self, item: syn::ItemMod) -> Option<Item> {
        let end = match (&item.content, &item.semi) {
            (Some((brace, _)), _) => brace.span.close(),
            (None, Some(semi)) => semi.span,
            (None, None) => item.ident.span(),
        };
        let place = self.between(item.mod_token.span, end);
        self.note_start(&item.attrs, place);
        if !self.attributes_hold(&item.attrs, Some(place)) {
            return None;
        }
        let path = item.attrs.iter().find(|attribute| attribute.path().is_ident("path"));
        let path = path.and_then(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) => text_of(&pair.value),
            _ => None,
        });
        let content = item.content.map(|(_, items)| self.items(items));
        Some(Item { name: plain(&item.ident), place, kind: ItemKind::Module { path, content } })
    }

    fn implementation(&mut self, item: syn::ItemImpl) -> Option<Item> {
        let place = self.between(item.impl_token.span, item.brace_token.span.close());
        self.note_start(&item.attrs, place);
        if !self.attributes_hold(&item.attrs, Some(place)) {
            return None;
        }
        let mut lowered = Impl {
            target: lower_type(&item.self_ty),
            of_trait: item.trait_.as_ref().map(|(path, _)| lower_path(path)),
            functions: Vec::new(),
            consts: Vec::new(),
        };
        for part in item.items {
            match part {
                syn::ImplItem::Fn(function) => {
                    let end = function.block.brace_token.span.close();
                    let place = self.between(function.sig.fn_token.span, end);
                    let block = function.block;
                    lowered.functions.put_all(self.function(
                        &function.attrs,
                        place,
                        function.sig,
                        Some(block),
                    ));
                }
                syn::ImplItem::Const(constant) => {
                    let place = self.between(constant.const_token.span, constant.semi_token.span);
                    let name = constant.ident.to_string();
                    let (ty, value) = (constant.ty, constant.expr);
                    lowered.consts.put_all(self.constant(&constant.attrs, place, name, &ty, value));
                }
                _ => {}
            }
        }
        // What bounds the type's own parameters bounds them in its functions.
        let generics = generics_of(&item.generics);
        for function in lowered.functions.iter_mut().filter_map(Arc::get_mut) {
            function.generics.put_all(generics.iter().cloned());
        }
        Some(Item { name: String::new(), place, kind: ItemKind::Impl(lowered) })
    }

    fn trait_item(&mut self, item: syn::ItemTrait) -> Option<Item> {
        let place = self.between(item.trait_token.span, item.brace_token.span.close());
        self.note_start(&item.attrs, place);
        if !self.attributes_hold(&item.attrs, Some(place)) {
            return None;
        }
        let (mut functions, mut consts) = (Vec::new(), Vec::new());
        for part in item.items {
            let function = match part {
                syn::TraitItem::Fn(function) => function,
                syn::TraitItem::Const(constant) => {
                    let place = self.between(constant.const_token.span, constant.semi_token.span);
                    let Some((_, value)) = constant.default else { continue };
                    let name = constant.ident.to_string();
                    consts.put_all(self.constant(&constant.attrs, place, name, &constant.ty, value));
                    continue;
                }
                _ => continue,
            };
            let start = self.place(function.sig.fn_token.span);
            let end = function.default.as_ref().map(|block| self.place(block.brace_token.span.close()));
            let place = start.to(end.unwrap_or(start));
            functions.put_all(self.function(&function.attrs, place, function.sig, function.default));
        }
        Some(Item { name: item.ident.to_string(), place, kind: ItemKind::Trait { functions, consts } })
    }

    fn function(
        &mut self,
        attributes: &[Attribute],
        place: Place,
        signature: syn::Signature,
        block: Option<syn::Block>,
    ) -> Option<Arc<Function>> {
        self.note_start(attributes, place);
        if !self.attributes_hold(attributes, Some(place)) {
            return None;
        }
        let mut params = Vec::new();
        let (mut receives_self, mut mutates_self) = (false, false);
        for input in signature.inputs {
            match input {
                FnArg::Typed(typed) => {
                    let place = self.place(typed.pat.span());
                    let ty = bound_of(lower_type(&typed.ty), &signature.generics);
                    let is_mut =
                        matches!(&*typed.ty, syn::Type::Reference(inner) if inner.mutability.is_some());
                    let is_array = is_array(&typed.ty);
                    params.push(Param { ty, is_mut, is_array, pat: self.pattern(*typed.pat), place });
                }
                FnArg::Receiver(receiver) => {
                    receives_self = true;
                    mutates_self = matches!(receiver.kind, syn::ReceiverKind::Reference(_, _, Some(_)));
                }
            }
        }
        let output = match &signature.output {
            ReturnType::Default => Type::default(),
            ReturnType::Type(_, ty) => lower_type(ty),
        };
        Some(Arc::new(Function {
            name: plain(&signature.ident),
            place,
            marks: self.function_marks(attributes),
            traced: self.traced(attributes),
            receives_self,
            mutates_self,
            generics: generics_of(&signature.generics),
            params,
            output,
            body: block.map(|block| self.block_expr(block)),
        }))
    }
}

/// An identifier without `r#`.
pub(super) fn plain(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or_else(|| name.clone(), str::to_owned)
}

fn collect_imports(tree: UseTree, mut path: Vec<String>, imports: &mut Vec<Import>) {
    match tree {
        UseTree::Path(step) => {
            path.push(plain(&step.ident));
            collect_imports(*step.tree, path, imports);
        }
        UseTree::Name(name) if name.ident == "self" => {
            let name = path.last().cloned();
            imports.push(Import { path, name });
        }
        UseTree::Name(name) => {
            path.push(plain(&name.ident));
            imports.push(Import { path, name: Some(plain(&name.ident)) });
        }
        UseTree::Rename(rename) => {
            if rename.ident != "self" {
                path.push(plain(&rename.ident));
            }
            imports.push(Import { path, name: Some(plain(&rename.rename)) });
        }
        UseTree::Glob(_) => imports.push(Import { path, name: None }),
        UseTree::Group(group) => {
            for tree in group.items {
                collect_imports(tree, path.clone(), imports);
            }
        }
    }
}

pub(super) fn lower_path(path: &syn::Path) -> Vec<String> {
    let root = path.leading_colon.as_ref().map(|_| String::new());
    root.into_iter().chain(path.segments.iter().map(|part| plain(&part.ident))).gather()
}

/// A type's path and arguments; references, slices and parentheses are looked through.
pub(super) fn lower_type(ty: &syn::Type) -> Type {
    match ty {
        syn::Type::Reference(inner) => lower_type(&inner.elem),
        syn::Type::Slice(inner) => lower_type(&inner.elem),
        syn::Type::Array(inner) => lower_type(&inner.elem),
        syn::Type::Paren(inner) => lower_type(&inner.elem),
        syn::Type::Group(inner) => lower_type(&inner.elem),
        syn::Type::ImplTrait(inner) => bounds_type(inner.bounds.iter()),
        syn::Type::TraitObject(inner) => bounds_type(inner.bounds.iter()),
        syn::Type::Path(inner) => path_type(&inner.path),
        syn::Type::Tuple(tuple) => {
            let args = tuple.elems.iter().map(lower_type).collect();
            Type { path: Vec::new(), args }
        }
        syn::Type::Never(_) => Type { path: vec!["!".to_owned()], args: Vec::new() },
        _ => Type::default(),
    }
}

fn is_array(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Reference(inner) => is_array(&inner.elem),
        syn::Type::Array(_) => true,
        _ => false,
    }
}

/// A type parameter stands for its bound.
fn bound_of(ty: Type, generics: &syn::Generics) -> Type {
    let [name] = ty.path.as_slice() else { return ty };
    let parameter = generics.type_params().find(|parameter| parameter.ident == *name);
    let Some(parameter) = parameter else { return ty };
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let later = clauses.filter_map(|predicate| match predicate {
        syn::WherePredicate::Type(bound) if lower_type(&bound.bounded_ty).path == ty.path => {
            Some(&bound.bounds)
        }
        _ => None,
    });
    bounds_type(parameter.bounds.iter().chain(later.flatten()))
}

/// The type parameters of a function, each with its bound.
fn generics_of(generics: &syn::Generics) -> Vec<(String, Type)> {
    let names = generics.type_params().map(|parameter| plain(&parameter.ident));
    names.map(|name| (name.clone(), bound_of(Type { path: vec![name], args: Vec::new() }, generics))).gather()
}

pub(super) fn generic_type(argument: &GenericArgument) -> Option<Type> {
    match argument {
        GenericArgument::Type(ty) => Some(lower_type(ty)),
        GenericArgument::AssocType(binding) => Some(lower_type(&binding.ty)),
        _ => None,
    }
}

fn bounds_type<'b>(mut bounds: impl Iterator<Item = &'b syn::TypeParamBound>) -> Type {
    let path = bounds.find_map(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => Some(&bound.path),
        _ => None,
    });
    path.map(path_type).unwrap_or_default()
}

fn path_type(path: &syn::Path) -> Type {
    let mut args = Vec::new();
    if let Some(PathArguments::AngleBracketed(generic)) = path.segments.last().map(|part| &part.arguments) {
        args.put_all(generic.args.iter().filter_map(generic_type));
    }
    Type { path: lower_path(path), args }
}
