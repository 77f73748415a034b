/// The template language: parsing, strictness, rendering and escaping. Pure: text in, text out.
@NullMarked
package mailctl.message;

import org.jspecify.annotations.NullMarked;
