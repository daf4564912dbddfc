package io.tidings.publish;

import io.tidings.topic.Policy;
import io.tidings.topic.Publication;
import io.tidings.topic.TraceParent;
import java.util.Map;

/**
 * What a publication may be at most.
 *
 * @param maxHeaderChars the most characters of its headers' names and values and its content type together
 */
record PublicationLimits(long maxHeaderChars) {

    /**
     * Checks a publication.
     *
     * @throws InvalidPublicationException if it is too large, or its content type cannot stand in a header line
     */
    void check(Publication publication, Policy policy) {
        if (publication.topic().isCanary()) {
            throw new InvalidPublicationException(
                    "topic: '" + publication.topic() + "' (expected: not that of canaries)");
        }
        if (publication.bodyLength() > policy.maxBodyBytes()) {
            throw new InvalidPublicationException(
                    "body: " + publication.bodyLength() + " bytes (expected: at most " + policy.maxBodyBytes()
                            + " in namespace '" + publication.topic().namespace() + "')");
        }
        String contentType = publication.contentType();
        if (contentType != null) {
            PublicationHeaders.checkValue("content-type", contentType);
        }
        long chars = headerChars(publication.headers()) + (contentType == null ? 0 : contentType.length());
        if (chars > maxHeaderChars) {
            throw new InvalidPublicationException(
                    "headers: " + chars + " characters (expected: at most " + maxHeaderChars + ")");
        }
    }

    /** But for the traceparent, which is short, and which the service may have put there itself. */
    private static long headerChars(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return 0;
        }
        long chars = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equals(TraceParent.NAME)) {
                continue;
            }
            chars += header.getKey().length() + header.getValue().length();
        }
        return chars;
    }
}
