package dev.backstep.testing.internal.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Dotted parameters as a tree: {@code Filter.1.Value.2=x}. */
final class FormNode {

  private final Map<String, FormNode> children = new HashMap<>();
  private String value = "";

  static FormNode of(Map<String, String> parameters) {
    FormNode root = new FormNode();
    parameters.forEach(
        (name, value) -> {
          FormNode node = root;
          for (String part : name.split("\\.")) {
            node = node.children.computeIfAbsent(part, unused -> new FormNode());
          }
          node.value = value;
        });
    return root;
  }

  static FormNode of(String value) {
    FormNode node = new FormNode();
    node.value = value;
    return node;
  }

  /** An element of XML; each of several of one name is also there under its number. */
  static FormNode of(Element element) {
    FormNode node = new FormNode();
    node.value = element.getTextContent();
    NodeList inner = element.getChildNodes();
    for (int i = 0; i < inner.getLength(); i++) {
      if (inner.item(i) instanceof Element child) {
        FormNode read = of(child);
        FormNode first = node.children.computeIfAbsent(child.getLocalName(), unused -> read);
        first.children.put(String.valueOf(first.items().size() + 1), read);
      }
    }
    return node;
  }

  String value() {
    return value;
  }

  Optional<FormNode> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  /** The children with numbers for names, in that order. */
  List<FormNode> items() {
    TreeMap<Integer, FormNode> numbered = new TreeMap<>();
    children.forEach(
        (name, node) -> {
          if (name.matches("\\d{1,6}")) {
            numbered.put(Integer.valueOf(name), node);
          }
        });
    return new ArrayList<>(numbered.values());
  }
}
