package dev.backstep.testing.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the XML body of a request. */
final class XmlReader {

  private XmlReader() {}

  static FormNode read(byte[] body) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return FormNode.of(builder.parse(new ByteArrayInputStream(body)).getDocumentElement());
    } catch (SAXException malformed) {
      throw AwsError.of("MalformedXML", "The XML you provided was not well-formed");
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException("cannot read XML from memory", e);
    }
  }
}
