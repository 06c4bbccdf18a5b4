package dev.backstep.internal.acm;

import dev.backstep.internal.engine.Step;
import java.util.List;
import java.util.Map;

/**
 * Asks ACM for a certificate.
 *
 * @param domain its first name
 * @param otherNames its other names
 * @param method {@code DNS} or {@code EMAIL}
 * @param tags the user's, and what destroy needs to know
 */
public record CertificateStep(
    String domain, List<String> otherNames, String method, Map<String, String> tags)
    implements Step {}
