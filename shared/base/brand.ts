declare const brand: unique symbol;

/** A `T` that only its own makers hand out: a pool id does not pass for a volume id. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
