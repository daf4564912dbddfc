package io.tidings.demo;

/** A piece of news; the body on {@code news.*}. */
record Story(String headline, String source) {}
