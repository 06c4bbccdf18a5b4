package dev.backstep;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.ami.AmiCatalog;
import dev.backstep.internal.engine.Catalog;
import dev.backstep.internal.impala.ImpalaCatalog;

/** All types of steps there are: a journal may hold runs of any builder. */
final class Catalogs {

  private Catalogs() {}

  static Catalog over(AwsAccess aws) {
    return AmiCatalog.addTo(ImpalaCatalog.over(aws), aws);
  }
}
