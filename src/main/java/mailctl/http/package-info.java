/// The listeners: public, admin and sandbox. The only package that imports Javalin; it holds routes
/// and hands on bytes.
@NullMarked
package mailctl.http;

import org.jspecify.annotations.NullMarked;
