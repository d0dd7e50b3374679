package dev.marquee.testbed.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, its libraries among them, read from the class path once: a file that is
 * missing stops the start.
 */
final class PageAssets {

  private static final String FOLDER = "/phones/";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";

  /** One file with its media type. */
  @SuppressWarnings("ArrayRecordComponent") // Written to the wire as it is, never compared.
  record Asset(String type, byte[] bytes) {}

  private final Map<String, Asset> assets = new LinkedHashMap<>();

  PageAssets() {
    add("", "text/html; charset=utf-8", FOLDER + "index.html");
    add("page.css", CSS, FOLDER + "page.css");
    add("icon.svg", "image/svg+xml", FOLDER + "icon.svg");
    for (String module :
        new String[] {"page.js", "phone.js", "controls.js", "burst.js", "words.js"}) {
      add(module, JAVASCRIPT, FOLDER + module);
    }
    Properties libraries = libraries();
    libraries
        .stringPropertyNames()
        .forEach(name -> add("lib/" + name, JAVASCRIPT, libraries.getProperty(name)));
  }

  /** The file of this path below the page's own; null if there is none. */
  @Nullable Asset find(String path) {
    return assets.get(path);
  }

  private void add(String path, String type, String resource) {
    assets.put(path, new Asset(type, read(resource)));
  }

  /** Where the libraries' jars have their modules, which the build knows. */
  private static Properties libraries() {
    Properties libraries = new Properties();
    try (InputStream file = open(FOLDER + "libraries.properties")) {
      libraries.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return libraries;
  }

  private static byte[] read(String resource) {
    try (InputStream file = open(resource)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream file = PageAssets.class.getResourceAsStream(resource);
    if (file == null) {
      throw new IllegalStateException(resource + " is not on the class path");
    }
    return file;
  }
}
