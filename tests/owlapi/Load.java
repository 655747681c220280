import java.io.File;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.*;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.util.SimpleIRIMapper;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Opens the root ontology as Protégé does: by the OWL API, each import found through the catalogue beside it. */
public class Load {
    public static void main(String[] args) throws Exception {
        File folder = new File(args[0]);
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        NodeList entries = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new File(folder, "catalog-v001.xml")).getElementsByTagName("uri");
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            manager.getIRIMappers().add(new SimpleIRIMapper(
                IRI.create(entry.getAttribute("name")), IRI.create(new File(folder, entry.getAttribute("uri")))));
        }
        OWLOntology root = manager.loadOntologyFromOntologyDocument(new File(folder, "actgraph.ttl"));
        System.out.println("ontologies " + manager.ontologies().count());
        System.out.println("individuals " + root.individualsInSignature(Imports.INCLUDED).count());
        System.out.println("classes " + root.classesInSignature(Imports.INCLUDED).count());
        List<?> violations = new OWL2DLProfile().checkOntology(root).getViolations();
        violations.forEach(violation -> System.out.println("violation " + violation));
    }
}
