/** What deflate can shrink by at most, about: a file that says it unpacks to more is damaged, or lies. */
export const MAX_DEFLATE_RATIO = 1032;
