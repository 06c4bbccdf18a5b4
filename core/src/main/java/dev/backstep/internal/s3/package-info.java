/** The policies of S3 buckets, and what Elastic Load Balancing needs of them. */
@NullMarked
package dev.backstep.internal.s3;

import org.jspecify.annotations.NullMarked;
